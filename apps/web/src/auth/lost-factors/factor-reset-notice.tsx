import { Button } from '../../platform/ui/button.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { Icon } from '../../platform/ui/icons/icon.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'
import { focusStartAfter } from '../../platform/ui/use-heading-focus.ts'
import { useToast } from '../../platform/ui/use-toast.ts'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { useCancelFactorReset } from './queries.ts'

/** Says that all second factors will be removed, with the button that cancels it. Nothing while no one asked for it. */
export function FactorResetNotice({ resetAt }: { resetAt: string | null }) {
  const { overview: words } = useWords()
  const cancel = useCancelFactorReset()
  const toast = useToast()
  if (!resetAt) return null
  return (
    <section
      aria-labelledby="factor-reset"
      className="mt-8 rounded-md border border-line border-s-4 border-s-warning p-4"
    >
      <div className="flex items-center gap-2.5">
        <Icon name="warning" className="text-warning" />
        <h2 id="factor-reset" className="text-title">
          {words.resetTitle}
        </h2>
      </div>
      <p className="mt-2 mb-4 max-w-[36rem]">{rich(words.reset(<ExactTime instant={resetAt} />))}</p>
      <Button
        ref={focusStartAfter}
        look="main"
        busy={cancel.isPending}
        working={words.keeping}
        onClick={() =>
          cancel.mutate(undefined, { onSuccess: () => void toast({ text: words.factorsKept, icon: 'check' }) })
        }
      >
        {words.keepFactors}
      </Button>
      <p role="alert" className="pt-1 text-loss text-small empty:pt-0">
        {cancel.error ? failure(cancel.error) : undefined}
      </p>
    </section>
  )
}
