import { useState } from 'react'
import { chooseScheme, chosenScheme, schemes } from '../../platform/scheme.ts'
import { Icon } from '../../platform/ui/icons/icon.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { Section } from './section.tsx'

const icons = { system: 'system', light: 'sun', dark: 'moon' } as const

/** Light or dark, in this browser only. There is nothing to save: the page shows it at once. */
export function AppearanceSection() {
  const { account: words } = useWords()
  const [chosen, setChosen] = useState(chosenScheme)
  return (
    <Section name="appearance" title={words.appearanceTitle}>
      <p className="mb-5 text-small text-soft">{words.appearanceIntro}</p>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">{words.appearanceTitle}</legend>
        {schemes.map(scheme => (
          <label
            key={scheme}
            className="relative flex min-h-11 grow basis-24 cursor-pointer items-center justify-center gap-2 rounded-md bg-raised px-3 text-small select-none"
          >
            <input
              type="radio"
              name="scheme"
              value={scheme}
              checked={chosen === scheme}
              onChange={() => {
                chooseScheme(scheme)
                setChosen(scheme)
              }}
              className="peer sr-only"
            />
            <Icon name={icons[scheme]} className="text-soft peer-checked:text-accent" />
            <span className="text-soft peer-checked:text-ink">{words.schemes[scheme]}</span>
            {/* Border and focus ring of the whole, as of a text field. */}
            <span className="pointer-events-none absolute inset-0 rounded-md border border-edge transition-colors peer-checked:border-2 peer-checked:border-accent peer-hover:border-soft peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent forced-colors:peer-checked:border-[Highlight]" />
          </label>
        ))}
      </fieldset>
    </Section>
  )
}
