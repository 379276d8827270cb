/** What a journey asks of a browser. Each protocol has its own version of it. */
export interface Browser {
  /** Opens an address, and waits until it has loaded. */
  open(url: string): Promise<void>
  /** Runs the body of a function in the page, and returns its result, which must be JSON. */
  run<T>(body: string): Promise<T>
  /** Does what the keyboard or the mouse does: actions as in WebDriver, which both protocols share. */
  act(actions: object): Promise<void>
  close(): Promise<void>
}

/** What a person or a policy has switched off in a browser. */
export type Refusal = 'cookies' | 'storage' | 'BroadcastChannel'

export interface Engine {
  readonly name: string
  /** Its programs, and the Debian packages that bring them. */
  readonly programs: Readonly<Record<string, string>>
  /** What it can refuse. */
  readonly refuses: readonly Refusal[]
  /** Starts it with an empty profile. It accepts the test's own certificate. */
  start(refusal?: Refusal): Promise<Browser>
}
