type Fact = readonly [label: string, value: string]

/** The facts in groups, such as one for each device: a label that comes again starts the next group. */
export function groupsOf(facts: readonly Fact[]): Fact[][] {
  const groups: Fact[][] = []
  for (const fact of facts) {
    const group = groups.at(-1)
    if (group && !group.some(([label]) => label === fact[0])) group.push(fact)
    else groups.push([fact])
  }
  return groups
}
