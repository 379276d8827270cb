import { changeLanguage } from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/contracts/auth/users'
import { type Language, languages } from '@latchkey/contracts/words/language'
import { useState } from 'react'
import { Form } from '../../platform/ui/form.tsx'
import { News } from '../../platform/ui/news.tsx'
import { SelectField } from '../../platform/ui/select-field.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { browserTimeZone } from '../session/time-zone.ts'
import { useChangeLanguage, useChangeTimeZone } from './changes.ts'
import { SaveButton } from './save-button.tsx'
import { Section } from './section.tsx'
import { TimeZoneOptions } from './time-zone-options.tsx'
import { useSectionForm } from './use-section-form.ts'

/** Each language by its own name: a person may not read the language of the page. */
const nameOf = (language: Language) => new Intl.DisplayNames([language], { type: 'language' }).of(language)

/** The language and the time zone of pages and mails. */
export function RegionSection({ user }: { user: User }) {
  const { account: words } = useWords()
  const [ownZone] = useState(browserTimeZone)
  const changeZone = useChangeTimeZone()
  const change = useChangeLanguage()
  const saved = { language: user.language, timeZone: user.timeZone ?? ownZone }
  const form = useSectionForm({
    labels: { language: words.language, timeZone: words.timeZone },
    schema: changeLanguage.body,
    read: form => ({
      language: (String(form.get('language')) || null) as Language | null,
      timeZone: String(form.get('timeZone')),
    }),
    changes: ({ language, timeZone }) => language !== saved.language || timeZone !== saved.timeZone,
    async send({ language, timeZone }) {
      if (timeZone !== saved.timeZone) await changeZone.mutateAsync(timeZone)
      if (language !== saved.language) await change.mutateAsync(language)
      return words.regionSaved
    },
  })
  const { fields } = form.errors ?? {}
  return (
    <Section name="language" title={words.regionTitle}>
      <Form form={form} intro={words.regionIntro}>
        {/* Each begins anew when its value was saved elsewhere, as in another tab. */}
        <SelectField
          key={`language ${saved.language}`}
          label={words.language}
          name="language"
          defaultValue={saved.language ?? ''}
          error={fields?.language}
        >
          <option value="">{words.browserLanguage}</option>
          {languages.map(language => (
            <option key={language} value={language} lang={language}>
              {nameOf(language)}
            </option>
          ))}
        </SelectField>
        <SelectField
          key={`zone ${saved.timeZone}`}
          label={words.timeZone}
          name="timeZone"
          defaultValue={saved.timeZone}
          error={fields?.timeZone}
        >
          <TimeZoneOptions saved={saved.timeZone} />
        </SelectField>
        <SaveButton form={form} working={words.saving}>
          {words.saveRegion}
        </SaveButton>
        {/* The language may have changed since. */}
        <News>{form.news === words.nothingChanged ? form.news : form.news && words.regionSaved}</News>
      </Form>
    </Section>
  )
}
