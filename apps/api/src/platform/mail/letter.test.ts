import { brand } from '@latchkey/contracts/brand'
import { describe, expect, it } from 'vitest'
import { type Letter, renderLetter } from './letter.ts'

const everything: Letter = {
  subject: 'Your password was changed',
  heading: 'Your password was changed',
  paragraphs: ['Somebody who knew your password chose a new one.', 'Every other device was signed out.'],
  facts: [
    ['When', '24 November 2026 at 13:40 UTC'],
    ['Where', '203.0.113.7'],
  ],
  code: '042137',
  button: { label: 'Finish signing up', url: 'https://app.example.com/verify#token=lk_abc' },
  closing: ['If that was you, there is nothing to do.'],
  secondButton: { label: 'This wasn’t me', url: 'https://app.example.com/not-me#token=lk_def' },
}

describe('a letter as text', () => {
  it('has everything in order, wraps no lines, and puts each address on its own line', () => {
    expect(renderLetter('en', everything).text).toBe(`Your password was changed

Somebody who knew your password chose a new one.

Every other device was signed out.

When: 24 November 2026 at 13:40 UTC
Where: 203.0.113.7

042137

Finish signing up:
https://app.example.com/verify#token=lk_abc

If that was you, there is nothing to do.

This wasn’t me:
https://app.example.com/not-me#token=lk_def

${brand.signature}
`)
  })

  it('leaves out missing parts', () => {
    expect(renderLetter('en', { subject: 'S', heading: 'H', paragraphs: ['P.'] }).text).toBe(
      `H\n\nP.\n\n${brand.signature}\n`,
    )
  })
})

describe('a letter as HTML', () => {
  const bodyOf = (letter: Letter) =>
    /<h1[\s\S]*?(?=\s*<\/div>\s*<\/div>\s*<\/body>)/.exec(renderLetter('en', letter).html)?.[0] ?? ''
  const withoutStyles = (html: string) => html.replace(/ (style|class)="[^"]*"/g, '')

  it('has everything in order', () => {
    expect(withoutStyles(bodyOf(everything))).toBe(`<h1>Your password was changed</h1>
<p>Somebody who knew your password chose a new one.</p>
<p>Every other device was signed out.</p>
<p><span>When</span> 24 November 2026 at 13:40 UTC</p>
<p><span>Where</span> 203.0.113.7</p>
<p>042137</p>
<p><a href="https://app.example.com/verify#token=lk_abc">Finish signing up</a></p>
<div></div>
<p>If that was you, there is nothing to do.</p>
<p><a href="https://app.example.com/not-me#token=lk_def">This wasn’t me</a></p>`)
  })

  it('leaves out missing parts', () => {
    expect(withoutStyles(bodyOf({ subject: 'S', heading: 'H', paragraphs: ['P.'] }))).toBe('<h1>H</h1>\n<p>P.</p>')
  })

  it('loads nothing from a server, so opening it is not tracked', () => {
    const { html } = renderLetter('en', everything)
    expect(html).not.toMatch(/<(img|script|link|iframe|video|svg)|url\(|@import|@font-face/i)
    expect(html.match(/https?:[^"<\s]+/g)).toEqual([everything.button?.url, everything.secondButton?.url])
  })

  it('escapes all its input, in text and in addresses', () => {
    const nasty = `<script>alert("1")</script> & 'x'`
    const { html } = renderLetter('en', {
      subject: nasty,
      heading: nasty,
      paragraphs: [nasty],
      facts: [[nasty, nasty]],
      code: nasty,
      button: { label: nasty, url: `https://app.example.com/"onclick='${nasty}` },
      closing: [nasty],
      secondButton: { label: nasty, url: `https://app.example.com/${nasty}` },
    })
    expect(html).not.toContain('<script')
    const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;'
    expect(html.split(escaped)).toHaveLength(12)
    expect(html).toContain(`href="https://app.example.com/&quot;onclick=&#39;${escaped}"`)
  })

  it('treats no input as a template', () => {
    const placeholders = '{{7*7}} <%= 7*7 %> #{7*7} [[7*7]] %s $& $1'
    const letter = { subject: placeholders, heading: placeholders, paragraphs: [placeholders] }
    const { text, html } = renderLetter('en', letter)
    expect(text.split(placeholders)).toHaveLength(3)
    expect(text + html).not.toContain('49')
  })
})
