// What the person sends, one at a time in the order in which it was written, each with an id that stays the same
// in every repeat: the server stores it once however often it comes. Nothing is dropped: what could not be sent waits, also
// over a reload of the page.

const KEPT = "chibot.waiting";
const PATIENCE_MS = 30000;
const AGAIN_MS = 3000;
const WAITS = "Chờ gửi";

let queue = [];
let isSending = false;
let againTimer = 0;
let tell = () => {};

/** `tell(what, sentence)`: "sent", "pressed" (a button, sent), "offline", "closed" (the door), "failed" (not stored), "refused".
 *  The sentence is empty when the message itself shows it. */
export function start(onNews) {
  tell = onNews;
  queue = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]").map((message) => ({ message, shown: null }));
}

/** What waits for one person, to be shown again after the conversation was drawn anew. */
export function waitingFor(persona) {
  return queue.filter((item) => item.message.as === persona && !item.message.press);
}

export function add(message, shown) {
  const item = { message: { ...message, id: crypto.randomUUID() }, shown };
  queue.push(item);
  keep();
  item.shown?.waits("Đang gửi…");
  flush();
}

/** Sends what waits; stops at the first that does not get through, so that the order stays. */
export async function flush() {
  clearTimeout(againTimer);
  if (isSending) return;
  isSending = true;
  try {
    while (queue.length && (await sendOne(queue[0])));
  } finally {
    isSending = false;
  }
}

async function sendOne(item) {
  item.shown?.waits("Đang gửi…");
  let response;
  try {
    response = await fetch("/api/send", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(item.message),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.ok) return taken(item, (await response.json()).at);
  } catch {
    return stopped(item, "offline", "");
  }
  const sentence = await response.text().catch(() => "");
  if (response.status === 403) return stopped(item, "closed", sentence);
  if (response.status >= 500) return stopped(item, "failed", sentence);
  drop(item);
  item.shown?.failed(sentence, null);
  tell("refused", item.shown ? "" : sentence);
  return true;
}

function taken(item, at) {
  drop(item);
  item.shown?.stored(at);
  tell(item.message.press ? "pressed" : "sent", "");
  return true;
}

/** A press is not kept: by the time that it could be sent, the question may be another. */
function stopped(item, what, sentence) {
  if (item.message.press) drop(item);
  item.shown?.failed(what === "failed" ? sentence : "Chưa gửi được", flush);
  for (const other of queue.filter((one) => one !== item)) other.shown?.waits(WAITS);
  if (what === "offline") againTimer = setTimeout(flush, AGAIN_MS);
  tell(what, what === "failed" && item.shown ? "" : sentence);
  return false;
}

function drop(item) {
  queue = queue.filter((one) => one !== item);
  keep();
}

function keep() {
  const lasting = queue.map((item) => item.message).filter((message) => !message.press);
  sessionStorage.setItem(KEPT, JSON.stringify(lasting));
}
