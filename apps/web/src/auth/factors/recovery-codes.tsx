import { brand } from '@latchkey/contracts/brand'
import { useLayoutEffect } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { focusStart } from '../../platform/ui/use-heading-focus.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { saveFile } from '../account/save-file.ts'
import { useMe } from '../session/use-session.ts'
import { CopyButton } from './copy-button.tsx'
import { useLeaveWarning } from './use-leave-warning.ts'

interface Props {
  codes: readonly string[]
  /** Whose they are, if it is not the person who is signed in. */
  email?: string | undefined
  onSaved: () => void
}

/** Shows recovery codes, the only time. */
export function RecoveryCodes({ codes, email: given, onSaved }: Props) {
  const { factors: words } = useWords()
  const warned = useLeaveWarning()
  // They take the place of the form that made them.
  useLayoutEffect(() => focusStart(), [])
  const me = useMe()
  const email = given ?? me?.user.email ?? ''
  const text = codes.join('\n')
  const download = () => {
    const head = words.fileHead(brand.name, email)
    saveFile(`${brand.fileName}-recovery-codes.txt`, `${head}\n\n${text}\n`, 'text/plain')
  }
  return (
    <>
      <PageHeading title={words.codesTitle}>{words.codesTitle}</PageHeading>
      <PageIntro small={given !== undefined}>{words.codesIntro}</PageIntro>
      <ol
        translate="no"
        dir="ltr"
        className="grid max-w-[32rem] grid-cols-[repeat(auto-fill,minmax(min(9rem,100%),1fr))] gap-x-4 gap-y-2 sm:grid-cols-2 sm:gap-x-8 rounded-md border border-line bg-raised p-5"
      >
        {codes.map(code => (
          <li key={code}>
            <code className="text-body tabular">{code}</code>
          </li>
        ))}
      </ol>
      <div className="mt-4 flex flex-wrap gap-3 print:hidden">
        <Button onClick={download}>{words.download}</Button>
        <Button onClick={() => window.print()}>{words.print}</Button>
        <CopyButton text={text}>{words.copyCodes}</CopyButton>
      </div>
      <p role="alert" className="mt-4 max-w-[32rem] text-small text-warning">
        {warned && words.unsaved}
      </p>
      <Button look="main" onClick={onSaved} className="mt-4 print:hidden">
        {words.saved}
      </Button>
    </>
  )
}
