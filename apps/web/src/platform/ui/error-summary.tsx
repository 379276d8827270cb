import { type ReactNode, type Ref, useId } from 'react'
import { rich, useLocale, useWords } from '../../platform/words/use-words.ts'
import { ProblemIcon } from './problem-icon.tsx'
import { inputId } from './text-field.tsx'
import { useSmoothHeight } from './use-smooth-height.ts'

export interface Errors {
  /** One sentence for each input, by its name. */
  fields: Record<string, string>
  /** What is wrong with the whole form. */
  sentence?: ReactNode
  /** The inputs that the sentence is about, if it is about what was typed. It goes when one of them changes. */
  about?: string[]
}

interface Props {
  ref: Ref<HTMLDivElement>
  errors: Errors | undefined
  /** The inputs' labels, by their names. */
  labels: Record<string, string>
  intro: ReactNode
  introId?: string | undefined
}

/**
 * Below the intro, what is wrong with the whole form, or links to its wrong inputs if there are several. One wrong input needs no
 * summary: its error stands beside it, and it has the focus.
 */
export function ErrorSummary({ ref, errors, labels, intro, introId }: Props) {
  const sentenceId = useId()
  const { ui } = useWords()
  const room = useSmoothHeight<HTMLDivElement>()
  const wrong = Object.keys(errors?.fields ?? {})
  const isShown = errors?.sentence !== undefined || wrong.length > 1
  return (
    <div ref={room} className="mb-5 text-small">
      <p id={introId} className="text-soft">
        {intro}
      </p>
      <div
        ref={ref}
        tabIndex={-1}
        {...(isShown && { role: 'group', 'aria-label': ui.problem, 'aria-describedby': sentenceId })}
      >
        {isShown && (
          <div className="mt-4 flex gap-2.5 text-loss">
            <ProblemIcon />
            <p id={sentenceId} aria-live="polite">
              {errors?.sentence ?? <FieldLinks names={wrong} labels={labels} />}
            </p>
          </div>
        )}
      </div>
    </div>
  )
}

function FieldLinks({ names, labels }: { names: string[]; labels: Record<string, string> }) {
  const { ui } = useWords()
  const list = new Intl.ListFormat(useLocale()).formatToParts(names)
  return rich(
    ui.wrongFields(
      // In an element of its own: translators replace the text around it.
      <span>
        {list.map(({ type, value }, index) =>
          type === 'element' ? (
            <a
              key={value}
              href={`#${inputId(value)}`}
              onClick={event => {
                event.preventDefault()
                document.getElementById(inputId(value))?.focus()
              }}
              className="font-medium underline underline-offset-2"
            >
              {labels[value] ?? value}
            </a>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: it has no other name
            <span key={index}>{value}</span>
          ),
        )}
      </span>,
      names.length,
    ),
  )
}
