// Runs before the first paint, so that a page in the chosen scheme does not flash in the other one.
function show(scheme) {
  const isChosen = scheme === 'light' || scheme === 'dark'
  if (isChosen) document.documentElement.dataset.scheme = scheme
  else delete document.documentElement.dataset.scheme
  // The colour of the browser's own bars.
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
    const { scheme: own } = meta.dataset
    if (isChosen) meta.media = own === scheme ? 'all' : 'not all'
    else meta.media = `(prefers-color-scheme: ${own})`
  }
}

try {
  show(localStorage.getItem('scheme'))
} catch {
  // The browser keeps nothing for this site.
}

// The choice in the settings: of this page, which sends the same event, or of another tab.
addEventListener('storage', ({ key, newValue }) => {
  if (key === 'scheme') show(newValue)
})
