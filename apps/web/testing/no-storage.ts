import { onTestFinished } from 'vitest'

/** How browsers lack the storage of a tab: Firefox with `dom.storage.enabled` off has null, and where cookies are blocked access throws. */
export const missingStorages = {
  null: () => null,
  throwing: () => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  },
}

/** Takes `sessionStorage` away until the test ends. */
export function withoutSessionStorage(kind: keyof typeof missingStorages): void {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'sessionStorage')
  Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, get: missingStorages[kind] })
  onTestFinished(() => {
    Reflect.deleteProperty(globalThis, 'sessionStorage')
    if (before) Object.defineProperty(globalThis, 'sessionStorage', before)
  })
}
