// What the Tab key did not reach.
() => [...window.tabWanted.keys()].map((e) => `<${e.localName}> "${e.textContent.trim().slice(0, 40)}" is not reached`)
