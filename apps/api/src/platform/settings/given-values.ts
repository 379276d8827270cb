/** The variables that are set, as text. */
export type Given = Readonly<Record<string, string | undefined>>

/** Without white space at the ends, such as the line break that ends a file of secrets. What is then empty counts as unset. */
export const givenValues = (environment: Given): Given =>
  Object.fromEntries(
    Object.entries(environment)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )

/** Whether a value still has its quotes, as from a file of Docker's `--env-file`, which keeps them. */
export const isQuoted = (value: string | undefined): boolean => value !== undefined && /^(["'`]).*\1$/s.test(value)
