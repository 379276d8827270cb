const fewFrom = 2

/** Whether the person should make new recovery codes. */
export const codesAreFew = (left: number): boolean => left <= fewFrom
