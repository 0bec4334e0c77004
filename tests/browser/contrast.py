"""How well the text of a page stands out from what is behind it (WCAG 2.1, 1.4.3: at least 4.5 : 1)."""

from __future__ import annotations

from playwright.async_api import Page

TEXTS = """() => {
  const top = document.querySelector("dialog[open]") ?? document.body;
  const solid = (one) => {
    for (; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const written = (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim();
  const own = (one) => one.placeholder || [...one.childNodes].some(written);
  return [...top.querySelectorAll("*")]
    .filter((one) => (own(one) || one.tagName === "svg") && one.checkVisibility() && !one.closest(".hidden"))
    .map((one) => [one.textContent.trim() || one.placeholder || "svg",
                   getComputedStyle(one, one.placeholder ? "::placeholder" : null).color, solid(one)]);
}"""


async def too_faint(page: Page, least: float = 4.5) -> list[str]:
    """Every visible text (of the open dialog, else of the page) with less contrast than `least`."""
    texts: list[tuple[str, str, str]] = await page.evaluate(TEXTS)
    assert len(texts) > 5
    ratios = [(text, ratio(_luminance(ink), _luminance(ground))) for text, ink, ground in texts]
    return [f"{text}: {found:.2f}" for text, found in ratios if found < least]


def ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(colour: str) -> float:
    """Of "rgb(1, 2, 3)"."""
    red, green, blue = (_linear(int(part) / 255) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
