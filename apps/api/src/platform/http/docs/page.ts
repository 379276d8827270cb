import { brand } from '@latchkey/contracts/brand'
import { type OpenApiDocument, operationsOf } from '@latchkey/contracts/openapi-reading'
import { escapeHtml } from '../../mail/look.ts'
import { introduction } from './introduction.ts'
import { operationArticle } from './operation.ts'

export interface Site {
  /** The origin of APP_URL, for the samples. */
  readonly origin: string
  readonly paths: { readonly styles: string; readonly document: string }
}

/**
 * The page that documents every call, in the look of the web app, without a script. It is in English as the summaries of the contract
 * are, which this page mostly consists of.
 */
export function docsPage(document: OpenApiDocument, site: Site): string {
  const operations = operationsOf(document)
  const sections = document.tags.map(({ name, description }) => ({
    ...{ name, description },
    operations: operations.filter(({ tags }) => tags.includes(name)),
  }))
  const links = sections.map(({ name }) => `<li><a href="#tag-${name}">${titleOf(name)}</a></li>`)
  const title = escapeHtml(`${brand.name} API`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${site.paths.styles}">
</head>
<body>
<a class="skip" href="#main">Skip to the calls</a>
<header>${wordmark()}</header>
<div class="columns">
<nav aria-label="Groups of calls"><ul>
<li><a href="#authentication">Authentication</a></li>
<li><a href="#errors">Errors</a></li>
${links.join('\n')}
</ul></nav>
<main id="main" tabindex="-1">
<h1>${title}</h1>
${introduction(document, site)}
${sections
  .map(
    ({ name, description, operations }) => `<section aria-labelledby="tag-${name}">
<h2 id="tag-${name}">${titleOf(name)}</h2>
<p>${escapeHtml(description)}</p>
${operations.map(operation => operationArticle(document, operation, site.origin)).join('\n')}
</section>`,
  )
  .join('\n')}
</main>
</div>
</body>
</html>
`
}

/** `sign-in` as people write it. */
const titleOf = (tag: string) => escapeHtml(tag.charAt(0).toUpperCase() + tag.slice(1).replaceAll('-', ' '))

function wordmark(): string {
  const { viewBox, shapes } = brand.mark
  const paths = shapes.map(({ path }, index) => `<path class="mark-${index}" d="${path}"/>`).join('')
  const mark = `<svg viewBox="${viewBox}" aria-hidden="true" fill-rule="evenodd">${paths}</svg>`
  return `<a class="wordmark" href="/">${mark}<span>${escapeHtml(brand.name)}</span></a>`
}
