// Who is being played: the picker, remembered in the address (#key) and in the browser.

const REMEMBERED = "chibot.persona";
const dialog = document.getElementById("people");
const list = document.getElementById("people-list");
const who = document.getElementById("who");

let people = [];
let current = null;

export function open() {
  if (!dialog.open) dialog.showModal();
  (list.querySelector("[aria-current]") ?? list.querySelector("button"))?.focus();
}

/** Calls `chosen(key)` at the start, when somebody is remembered, and at every change. */
export function start(all, chosen) {
  people = all;
  list.replaceChildren(...people.map(entry));
  who.addEventListener("click", open);
  document.getElementById("people-close").addEventListener("click", () => dialog.close());
  addEventListener("hashchange", () => choose(fromAddress(), chosen));
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    dialog.close();
    choose(button.dataset.key, chosen);
    document.getElementById("text").focus();
  });
  if (!choose(fromAddress() ?? localStorage.getItem(REMEMBERED), chosen)) open();
}

function choose(key, chosen) {
  const person = people.find((one) => one.key === key);
  if (!person) return false;
  if (key === current) return true;
  current = key;
  localStorage.setItem(REMEMBERED, key);
  history.replaceState(null, "", "#" + encodeURIComponent(key));
  document.getElementById("who-name").textContent = person.name;
  document.getElementById("who-post").textContent = person.post;
  document.title = `${person.name} · Trợ lý, bản thực tập`;
  for (const button of list.querySelectorAll("button")) {
    if (button.dataset.key === key) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  chosen(key);
  return true;
}

function entry(person) {
  const button = document.createElement("button");
  const post = document.createElement("small");
  button.type = "button";
  button.dataset.key = person.key;
  post.textContent = person.post;
  button.append(person.name, post);
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function fromAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1)) || null;
  } catch {
    return null;
  }
}
