// What stands before the text of a page: each element with where it is shown, in pixels of the page.
() => [...document.querySelectorAll('.notice-strip, .masthead, .trail, .lead, .entrance, .masthead *, .trail *, .lead *, .entrance *')]
  .filter((e) => e.checkVisibility())
  .map((e) => {
    const box = e.getBoundingClientRect();
    return `${e.localName}.${e.getAttribute('class') ?? ''}: ` + [box.x, box.y, box.width, box.height].map(Math.round).join(' ');
  })
