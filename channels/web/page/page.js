// The practice page: ties the picker, the conversation and the two ways of the wire together.

import { filesAt } from "./bubble.js";
import * as people from "./people.js";
import * as post from "./post.js";
import * as talk from "./talk.js";
import { upload } from "./upload.js";

const AGAIN_MS = 1500;
const RECONNECTS = "Đang kết nối lại…";
const MEDIA = { photo: "Ảnh", file: "Tệp", sticker: "Nhãn dán", voice: "Tin thoại", location: "Vị trí" };

const composer = document.getElementById("composer");
const text = document.getElementById("text");
const status = document.getElementById("status");
const attachments = document.getElementById("attachments");
const file = document.getElementById("file");

let persona = null;
let events = null;
let againTimer = 0;
let isStale = false;
let sentCount = 0;

/** Loads the conversation, then listens from where it ended. Tried again until it succeeds. */
async function connect() {
  const key = persona;
  const sentBefore = sentCount;
  clearTimeout(againTimer);
  events?.close();
  try {
    const response = await fetch(`/api/history?as=${encodeURIComponent(key)}`);
    if (key !== persona) return;
    if (!response.ok) return later(response.status === 403 ? await response.text() : RECONNECTS);
    const { cursor, lines } = await response.json();
    if (key !== persona) return;
    if (sentCount !== sentBefore) return connect(); // something was stored meanwhile, too late for these lines
    talk.rebuild(lines);
    showWaiting();
    listen(key, cursor);
  } catch {
    if (key === persona) later(RECONNECTS);
  }
}

function listen(key, cursor) {
  const source = new EventSource(`/api/events?as=${encodeURIComponent(key)}&after=${encodeURIComponent(cursor)}`);
  const on = (name, act) => source.addEventListener(name, (event) => source === events && act(JSON.parse(event.data)));
  events = source;
  on("message", talk.fromBot);
  on("edit", talk.edit);
  on("strip", (data) => talk.strip(data.id));
  on("typing", () => talk.showTyping(true));
  on("reload", connect);
  source.addEventListener("open", () => {
    if (source !== events) return;
    say("");
    post.flush();
  });
  source.addEventListener("error", () => {
    if (source !== events) return;
    say(RECONNECTS);
    if (source.readyState === EventSource.CLOSED) later(RECONNECTS);
  });
}

function later(sentence) {
  say(sentence);
  clearTimeout(againTimer);
  againTimer = setTimeout(connect, AGAIN_MS);
}

/** What was not sent yet stands below the history. Once it is sent the history is loaded anew: it may have been stored at the first try. */
function showWaiting() {
  const waiting = post.waitingFor(persona);
  for (const item of waiting) {
    item.shown ??= talk.fromPerson(shownText(item.message), Boolean(item.message.media));
    item.shown.show();
  }
  isStale = waiting.length > 0;
}

function news(what, sentence) {
  if (what === "sent") sentCount += 1;
  if (what === "sent" && isStale && !post.waitingFor(persona).length) connect();
  if (what === "sent" || what === "pressed") return events?.readyState === EventSource.OPEN && say("");
  talk.settle();
  say(sentence || (what === "offline" ? RECONNECTS : ""));
}

function send(message) {
  if (!persona) return people.open();
  post.add({ as: persona, ...message }, talk.fromPerson(shownText(message), Boolean(message.media)));
}

function sendTyped() {
  const typed = text.value.trim();
  if (!typed || !persona) return persona ? undefined : people.open();
  text.value = "";
  grow();
  send({ text: typed });
}

/** The bytes first, then the message that names them. What fails can be sent again as long as the page stays open. */
async function sendFile(chosen, as = persona, shown = talk.fromPerson(`(${chosen.name})`, false)) {
  shown.waits("Đang gửi tệp…");
  const told = await upload(chosen, as);
  if (told.reference) return post.add({ as, file: { name: chosen.name.slice(0, 200), size: told.size, reference: told.reference } }, shown);
  shown.failed(told.sentence, told.mayRepeat ? () => sendFile(chosen, as, shown) : null);
}

function shownText(message) {
  if (message.file) return `(${message.file.name})`;
  return message.media ? `[${MEDIA[message.media]}]` : message.text;
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + text.offsetHeight - text.clientHeight}px`;
}

function say(sentence) {
  if (status.textContent !== sentence) status.textContent = sentence;
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  sendTyped();
  text.focus();
});
text.addEventListener("input", grow);
text.addEventListener("keydown", (event) => {
  // Enter that ends a Vietnamese input method's word is not a send.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  sendTyped();
});
document.getElementById("menu").addEventListener("click", () => send({ text: "menu" }));
attachments.addEventListener("click", (event) => {
  const media = event.target.closest("[data-media]")?.dataset.media;
  if (!media) return;
  attachments.hidePopover();
  send({ media });
  text.focus();
});
document.getElementById("choose-file").addEventListener("click", () => {
  if (persona) file.click();
  attachments.hidePopover();
  if (!persona) people.open();
});
file.addEventListener("change", () => {
  const [chosen] = file.files;
  file.value = "";
  if (chosen) sendFile(chosen);
  text.focus();
});
addEventListener("online", () => post.flush());

talk.start((press) => post.add({ as: persona, ...press }, null));
post.start(news);
filesAt((id) => `/api/file/${encodeURIComponent(id)}?as=${encodeURIComponent(persona)}`);

/** The page is useless without the list of people: asked for until it comes. */
async function begin() {
  try {
    const response = await fetch("/api/personas");
    if (!response.ok) throw new Error(await response.text());
    const all = await response.json();
    people.start(all, (key) => {
      persona = key;
      say("");
      connect();
    });
  } catch (error) {
    say(error instanceof TypeError ? RECONNECTS : error.message);
    setTimeout(begin, AGAIN_MS);
  }
}

begin();
