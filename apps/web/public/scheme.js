// Runs before the first paint, so that a page in the chosen scheme does not flash in the other one.
try {
  const scheme = localStorage.getItem('scheme')
  if (scheme === 'light' || scheme === 'dark') document.documentElement.dataset.scheme = scheme
} catch {
  // The browser keeps nothing for this site.
}
