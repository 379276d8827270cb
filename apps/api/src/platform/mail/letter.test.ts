import { brand } from '@latchkey/contracts/brand'
import { describe, expect, it } from 'vitest'
import { isolated } from './isolated.ts'
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

You're getting this email because this address belongs to an account at ${brand.name}.
`)
  })

  it('leaves out missing parts', () => {
    expect(renderLetter('en', { subject: 'S', heading: 'H', paragraphs: ['P.'], reason: 'signUp' }).text).toBe(
      `H\n\nP.\n\n${brand.signature}\n\nYou're getting this email because somebody signed up for ${brand.name} with this address.\n`,
    )
  })
})

describe('a letter as HTML', () => {
  const bodyOf = (letter: Letter) =>
    /<h1[\s\S]*?(?=\s*<div[^>]*><\/div>\s*<p[^>]*>You&#39;re getting)/.exec(renderLetter('en', letter).html)?.[0] ?? ''
  const plain = (html: string) =>
    html.replace(/ (style|class|width|align|bgcolor|cellpadding|cellspacing|border)="[^"]*"/g, '')

  it('has everything in order', () => {
    expect(plain(bodyOf(everything))).toBe(`<h1>Your password was changed</h1>
<p>Somebody who knew your password chose a new one.</p>
<p>Every other device was signed out.</p>
<table>
<tr><th scope="row">When</th><td><bdi>24 November 2026 at 13:40 UTC</bdi></td></tr>
<tr><th scope="row">Where</th><td><bdi>203.0.113.7</bdi></td></tr>
</table>
<p dir="ltr">042137</p>
<table role="presentation"><tr><td><a href="https://app.example.com/verify#token=lk_abc">Finish signing up</a></td></tr></table>
<table role="presentation"><tr><td><p>If that was you, there is nothing to do.</p><table role="presentation"><tr><td><a href="https://app.example.com/not-me#token=lk_def">This wasn’t me</a></td></tr></table></td></tr></table>`)
  })

  it('leaves out missing parts', () => {
    expect(plain(bodyOf({ subject: 'S', heading: 'H', paragraphs: ['P.'] }))).toBe('<h1>H</h1>\n<p>P.</p>')
  })

  it('says its language and direction, also where a mail program drops the page around it', () => {
    const { html } = renderLetter('de', everything)
    expect(html.match(/<(html|table) lang="de" dir="ltr"/g)).toHaveLength(2)
  })

  it('shows its preheader or its first sentence beside the subject, and nothing of the rest', () => {
    const hidden = (letter: Letter) =>
      /<div style="display: none[^>]*>(.*?)&#847;/.exec(renderLetter('en', letter).html)?.[1]
    expect(hidden(everything)).toBe('Somebody who knew your password chose a new one.')
    expect(hidden({ ...everything, preheader: 'Type 042137.' })).toBe('Type 042137.')
  })

  it('isolates what another person wrote from the sentence around it, and keeps marks out of the text', () => {
    const letter = { subject: 'S', heading: 'H', paragraphs: [`Now ${isolated('שלום\u202e@example.com')} is used.`] }
    const { text, html } = renderLetter('en', letter)
    expect(html).toContain('Now <bdi>שלום@example.com</bdi> is used.')
    expect(text).toContain('Now שלום@example.com is used.')
  })

  it('starts a new group of facts where a label comes again', () => {
    const when = ['When', 'today'] as const
    const { text, html } = renderLetter('en', { ...everything, facts: [when, ['Where', 'here'], when, when] })
    expect(text).toContain('When: today\nWhere: here\n\nWhen: today\n\nWhen: today\n\n')
    expect(html.match(/<th[^>]*padding: 32px[^>]*>When/g)).toHaveLength(2)
  })

  it('loads nothing from a server, so opening it is not tracked', () => {
    const { html } = renderLetter('en', everything)
    expect(html).not.toMatch(/<(script|link|iframe|video|svg)|url\(|@import|@font-face|src="(?!cid:)/i)
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
    expect(html.split(escaped)).toHaveLength(13)
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
