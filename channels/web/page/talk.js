// The conversation as it is seen: what stands where, what is new, what can still be pressed.

import { bubble, dayLine, dayOf, element, hourOf } from "./bubble.js";

const NEAR_PX = 80;
const GAP_PX = 8;
const ANSWER_MS = 15000;
const TYPING_MS = 8000;

const scroll = document.getElementById("scroll");
const log = document.getElementById("log");
const typing = document.getElementById("typing");
const newest = document.getElementById("newest");
const composer = document.getElementById("text");

let pressed = () => {};
let typingTimer = 0;
let wasNear = true;

export function start(onPress) {
  pressed = onPress;
  scroll.addEventListener("scroll", () => {
    wasNear = isNear();
    if (wasNear) newest.hidden = true;
  });
  newest.addEventListener("click", () => {
    toEnd();
    composer.focus();
  });
  new ResizeObserver(() => wasNear && toEnd()).observe(scroll);
}

/** Draws the conversation anew; the screen reader is not read all of it again. */
export function rebuild(lines) {
  log.setAttribute("aria-busy", "true");
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  for (const line of lines) {
    if (line.is_from_bot) fromBot(line);
    else log.append(...dayBefore(line.at), bubble(line, "own", press));
  }
  toEnd();
  requestAnimationFrame(() => {
    log.setAttribute("aria-live", "polite");
    log.removeAttribute("aria-busy");
  });
}

/** A message of the bot, once: a repeat with the same id replaces it. */
export function fromBot(line) {
  const near = isNear();
  const known = find(line.id);
  if (known) redraw(known, line);
  else log.append(...dayBefore(line.at), bubble(line, "bot", press));
  settle();
  showTyping(false);
  keepUp(near, find(line.id) ?? log.lastElementChild);
}

export function edit(line) {
  const known = find(line.id);
  if (!known) return fromBot(line);
  const near = isNear();
  redraw(known, line);
  settle();
  showTyping(false);
  keepUp(near, find(line.id));
}

export function strip(id) {
  const rows = find(id)?.querySelector(".rows");
  if (rows?.contains(document.activeElement)) composer.focus();
  rows?.parentElement.classList.remove("asks");
  rows?.remove();
}

/** What the person just wrote. Returns how to show what becomes of it. */
export function fromPerson(text, isSample) {
  const line = bubble({ id: "", text, rows: [] }, isSample ? "own sample" : "own", press);
  const foot = line.querySelector(".foot");
  log.append(line);
  toEnd();
  return {
    waits: (sentence) => mark(line, foot, sentence, false),
    failed: (sentence, again) => {
      mark(line, foot, sentence, true);
      if (again) line.append(retry(again));
      toEnd();
    },
    stored: (at) => {
      mark(line, foot, hourOf(at), false);
      line.before(...dayBefore(at, line.previousElementSibling));
      line.dataset.day = dayOf(at);
      const after = line.nextElementSibling; // an answer that was faster than this
      if (after?.matches(".day") && after.dataset.day === dayOf(at)) after.remove();
    },
    show: () => {
      log.append(line);
      toEnd();
    },
  };
}

export function showTyping(isTyping) {
  const near = isNear();
  clearTimeout(typingTimer);
  typing.hidden = !isTyping;
  if (isTyping) typingTimer = setTimeout(() => showTyping(false), TYPING_MS);
  if (isTyping && near) toEnd();
}

/** Lets every button be pressed again. */
export function settle() {
  for (const button of log.querySelectorAll(".row button[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-pressed");
  }
}

function redraw(known, line) {
  const hadFocus = known.contains(document.activeElement);
  const next = bubble(line, "bot", press);
  next.dataset.day = known.dataset.day;
  known.replaceWith(next);
  if (hadFocus) (next.querySelector(".row button") ?? composer).focus();
}

function retry(again) {
  const button = element("button", "again", "Gửi lại");
  button.type = "button";
  button.addEventListener("click", () => {
    composer.focus();
    again();
  });
  return button;
}

function mark(line, foot, sentence, isFailed) {
  line.classList.toggle("failed", isFailed);
  line.querySelector(".again")?.remove();
  foot.textContent = sentence;
}

/** The date, when the line before is of another day. */
function dayBefore(at, before = log.lastElementChild) {
  return before?.dataset.day === dayOf(at) ? [] : [dayLine(at)];
}

function press(button, pressing) {
  setTimeout(() => button.isConnected && button.hasAttribute("aria-pressed") && settle(), ANSWER_MS);
  pressed(pressing);
}

function find(id) {
  return id ? log.querySelector(`.bot[data-id="${CSS.escape(id)}"]`) : null;
}

function isNear() {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_PX;
}

/** A long answer is shown from its beginning; a short one together with what stands before it. */
function keepUp(near, line) {
  if (!near) {
    newest.hidden = false;
    return;
  }
  const above = line.getBoundingClientRect().top - scroll.getBoundingClientRect().top - GAP_PX;
  const end = scroll.scrollHeight - scroll.clientHeight;
  scroll.scrollTop = Math.min(end, scroll.scrollTop + above);
  wasNear = isNear();
  newest.hidden = wasNear;
}

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
  newest.hidden = true;
  wasNear = true;
}
