import { IconDisc } from '../../../platform/ui/icon-disc.tsx'
import { Icon } from '../../../platform/ui/icons/icon.tsx'
import { TextLink } from '../../../platform/ui/text-link.tsx'
import { useWords } from '../../../platform/words/use-words.ts'
import type { Finding } from './checks.ts'

/** What needs a look, in amber, and what is fine. `others`: how many things the page says elsewhere. */
export function CheckList({ findings, others }: { findings: Finding[]; others: number }) {
  const { overview: words } = useWords()
  const open = findings.filter(({ isFine }) => !isFine).length + others
  return (
    <section aria-labelledby="checks" className="mt-8 sm:mt-10">
      <div className="flex items-center gap-2.5 border-b border-line pb-3">
        <Icon name={open === 0 ? 'shield-check' : 'warning'} className={open === 0 ? 'text-accent' : 'text-warning'} />
        <h2 id="checks" className="text-title">
          {words.toLookAt(open)}
        </h2>
      </div>
      <ul>
        {findings.map(({ isFine, icon, title, text, link, to }) => (
          <li
            key={title}
            className="grid grid-cols-[auto_1fr] items-start gap-x-3 border-b border-line py-4 sm:grid-cols-[auto_1fr_auto] sm:items-center"
          >
            <span className="row-span-2 sm:row-span-1">
              <IconDisc name={icon} tone={isFine ? 'plain' : 'warning'} />
            </span>
            <div className="min-w-0">
              <h3>{title}</h3>
              <p className="text-small text-soft">{text}</p>
            </div>
            <p className="text-small">
              <TextLink {...to}>{link}</TextLink>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
