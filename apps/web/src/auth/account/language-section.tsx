import { changeLanguage } from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/contracts/auth/users'
import { type Language, languages } from '@latchkey/contracts/words/language'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { News } from '../../platform/ui/news.tsx'
import { inputId } from '../../platform/ui/text-field.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { accountErrors } from './account-errors.ts'
import { useChangeLanguage } from './changes.ts'
import { Section } from './section.tsx'

/** Each language by its own name: a person may not read the language of the page. */
const nameOf = (language: Language) => new Intl.DisplayNames([language], { type: 'language' }).of(language)

export function LanguageSection({ user }: { user: User }) {
  const { account: words } = useWords()
  const change = useChangeLanguage()
  const form = useForm({
    // The select shows no error of its own, so all go to the summary.
    labels: {},
    schema: changeLanguage.body,
    read: form => ({ language: (String(form.get('language')) || null) as Language | null }),
    async send({ language }) {
      await change.mutateAsync(language)
      return words.languageSaved
    },
    errorsOf: accountErrors,
  })
  return (
    <Section title={words.languageTitle}>
      <Form form={form} intro={words.languageIntro}>
        <label htmlFor={inputId('language')} className="mb-1.5 block text-small font-medium">
          {words.language}
        </label>
        <select
          id={inputId('language')}
          name="language"
          defaultValue={user.language ?? ''}
          className="mb-4 block h-12.5 w-full rounded-md border border-edge bg-raised px-3.5 text-body hover:border-soft"
        >
          <option value="">{words.browserLanguage}</option>
          {languages.map(language => (
            <option key={language} value={language} lang={language}>
              {nameOf(language)}
            </option>
          ))}
        </select>
        <Button type="submit" busy={form.busy} working={words.saving}>
          {words.saveLanguage}
        </Button>
        <News>{form.news && words.languageSaved}</News>
      </Form>
    </Section>
  )
}
