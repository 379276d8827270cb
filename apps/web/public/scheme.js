// src/platform/scheme.ts says why.
function show(scheme) {
  const isChosen = scheme === 'light' || scheme === 'dark'
  if (isChosen) document.documentElement.dataset.scheme = scheme
  else delete document.documentElement.dataset.scheme
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
    const { scheme: own } = meta.dataset
    if (isChosen) meta.media = own === scheme ? 'all' : 'not all'
    else meta.media = `(prefers-color-scheme: ${own})`
  }
}

try {
  show(localStorage.getItem('scheme'))
  if (history.state?.email || localStorage.getItem('latchkey-address') || !window.PublicKeyCredential)
    document.documentElement.dataset.asksPassword = ''
} catch {}

addEventListener('storage', ({ key, newValue }) => {
  if (key === 'scheme') show(newValue)
})
