import { type KeptMail, keptMailPage } from '@latchkey/contracts/platform/mailbox'
import { useState } from 'react'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { linkLook } from '../ui/link-look.ts'
import { ExactTime } from '../ui/time.tsx'
import { CopyButton } from './copy-button.tsx'
import { LinkedText } from './linked-text.tsx'
import { Segments } from './segments.tsx'
import { partsOfText } from './text-parts.ts'

type Format = 'page' | 'text'
type Scheme = 'light' | 'dark'
type Width = 'full' | 'narrow'

const ownScheme = (): Scheme => (window.matchMedia?.('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

/** One mail: what a developer needs of it, and how mail programs show it. */
export function MailView({ mail: { id, to, subject, sentAt, text } }: { mail: Omit<KeptMail, 'html'> }) {
  const { mailbox: words } = useWords()
  const [format, setFormat] = useState<Format>('page')
  const [scheme, setScheme] = useState(ownScheme)
  const [width, setWidth] = useState<Width>('full')
  const { code, links } = partsOfText(text)
  return (
    <article aria-labelledby="subject">
      <h2 id="subject" className="text-title">
        {subject}
      </h2>
      <p className="mt-1 text-small text-soft">
        {rich(words.to(<bdi className="wrap-anywhere text-ink">{to}</bdi>, <ExactTime instant={sentAt} />))}
      </p>
      {(code !== undefined || links.length > 0) && (
        <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-1">
          {code !== undefined && <CopyButton key={id} code={code} />}
          {links.map(({ label, href }) => (
            <a key={href} href={href} className={`inline-flex min-h-11 items-center text-small ${linkLook}`}>
              {label}
            </a>
          ))}
        </div>
      )}
      <div className="mt-4 flex flex-wrap gap-3">
        <Segments
          legend={words.format}
          value={format}
          onChange={setFormat}
          options={[
            ['page', words.formatted],
            ['text', words.plainText],
          ]}
        />
        {format === 'page' && (
          <>
            <Segments
              legend={words.scheme}
              value={scheme}
              onChange={setScheme}
              options={[
                ['light', words.light],
                ['dark', words.dark],
              ]}
            />
            <Segments
              legend={words.width}
              value={width}
              onChange={setWidth}
              options={[
                ['full', words.full],
                ['narrow', words.narrow],
              ]}
            />
          </>
        )}
      </div>
      <div className="mt-4 overflow-hidden rounded-md border border-line bg-sunken">
        {format === 'page' ? (
          // No scripts, and an origin of its own: a mail may hold what a stranger wrote. A pressed link opens in place of this page.
          <iframe
            key={`${id} ${scheme}`}
            title={words.frame(subject)}
            src={`${keptMailPage.replace(':id', id)}?scheme=${scheme}`}
            sandbox="allow-top-navigation-by-user-activation"
            referrerPolicy="no-referrer"
            className={`mx-auto block h-[max(26rem,calc(100svh-20rem))] ${width === 'narrow' ? 'w-80 max-w-full' : 'w-full'}`}
          />
        ) : (
          <p key={id} className="bg-raised p-4 text-small whitespace-pre-wrap wrap-anywhere sm:p-6">
            <LinkedText text={text} />
          </p>
        )}
      </div>
    </article>
  )
}
