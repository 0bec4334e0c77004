// One message as it is drawn. Text is always textContent: what is written is shown, never run.

const ZONE = "Asia/Ho_Chi_Minh";
const hour = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, weekday: "long" });
const day = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, day: "2-digit", month: "2-digit", year: "numeric" });
const LOCK = "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v10H5z";

export function hourOf(at) {
  return hour.format(new Date(at));
}

export function dayOf(at) {
  return day.format(new Date(at));
}

/** "Thứ Năm, 05/11/2026" */
export function dayLine(at) {
  const name = weekday.format(new Date(at));
  const drawn = element("p", "day", `${name[0].toUpperCase()}${name.slice(1)}, ${dayOf(at)}`);
  drawn.dataset.day = dayOf(at);
  return drawn;
}

/** `kind`: "bot", "own" or "own sample". `onPress(button, press)`. */
export function bubble(line, kind, onPress) {
  const said = element("div", `said ${kind}`);
  const box = element("div", "bubble");
  const text = element("p", "text", line.text);
  const foot = element("p", "foot", line.at ? hourOf(line.at) : "");
  text.dir = "auto";
  if (line.is_personal) foot.prepend(lock());
  if (line.at) said.dataset.day = dayOf(line.at);
  said.dataset.id = kind === "bot" ? line.id : "";
  box.append(element("span", "hidden", kind === "bot" ? "Trợ lý:" : "Tin gửi đi:"), text);
  if (line.file) box.append(download(line));
  box.append(foot);
  said.append(box);
  if (line.rows.length) {
    said.classList.add("asks");
    said.append(rows(line, onPress));
  }
  return said;
}

/** `fileOf(id)` is the address of what goes with a message of whoever is played. */
let fileOf = (id) => `/api/file/${id}`;
export function filesAt(address) {
  fileOf = address;
}

function download(line) {
  const link = element("a", "file", `Tải tệp ${line.file}`);
  link.href = fileOf(line.id);
  link.download = line.file;
  return link;
}

function rows(line, onPress) {
  const all = element("div", "rows");
  all.setAttribute("role", "group");
  all.setAttribute("aria-label", "Lựa chọn");
  for (const row of line.rows) {
    const drawn = element("div", "row");
    drawn.append(...row.map((button) => choice(line.id, button, onPress)));
    all.append(drawn);
  }
  return all;
}

function choice(id, { label, token }, onPress) {
  const button = element("button", "", label);
  button.type = "button";
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the composer keeps the focus, and the keyboard stays up
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    for (const other of button.closest(".rows").querySelectorAll("button")) other.setAttribute("aria-disabled", "true");
    button.setAttribute("aria-pressed", "true");
    onPress(button, { press: token, message_id: id });
  });
  return button;
}

function lock() {
  const sign = element("span", "lock");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  path.setAttribute("d", LOCK);
  svg.append(path);
  sign.title = "Không chuyển tiếp được";
  sign.setAttribute("role", "img");
  sign.setAttribute("aria-label", sign.title);
  sign.append(svg);
  return sign;
}

export function element(name, kind, text = "") {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}
