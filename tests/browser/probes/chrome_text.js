// The words around the content: navigation, header, footer, column heads, buttons, labels; in the page's own language.
() => {
  const selector = "nav a, header a, header p, footer a, footer p, button, thead th, summary, legend, label, caption";
  const own = (e) => e.closest("[lang]")?.lang === document.documentElement.lang && !e.closest("code, [translate='no']");
  const whole = (e) => !e.querySelector("[lang], [translate='no']");
  return [...document.querySelectorAll(selector)]
    .filter((e) => own(e) && whole(e))
    .map((e) => e.textContent.replace(/\s+/g, " ").trim());
}
