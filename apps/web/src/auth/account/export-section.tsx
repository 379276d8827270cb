import { brand } from '@latchkey/contracts/brand'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { News } from '../../platform/ui/news.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { accountErrors } from './account-errors.ts'
import { useExport } from './changes.ts'
import { saveFile } from './save-file.ts'
import { Section } from './section.tsx'

export function ExportSection() {
  const { account: words } = useWords()
  const exported = useExport()
  const form = useForm({
    labels: {},
    read: () => undefined,
    async send() {
      const data = await exported.mutateAsync()
      const name = `${brand.fileName}-${data.exportedAt.slice(0, 10)}.json`
      saveFile(name, `${JSON.stringify(data, null, 2)}\n`, 'application/json')
      return words.copySaved(name)
    },
    errorsOf: accountErrors,
  })
  return (
    <Section name="data" title={words.dataTitle}>
      <Form form={form} intro={words.dataIntro}>
        <Button type="submit" busy={form.busy} working={words.collecting}>
          {words.saveCopy}
        </Button>
        <News>{form.news}</News>
      </Form>
    </Section>
  )
}
