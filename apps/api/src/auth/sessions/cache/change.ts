/** Something that is no longer what it was: it may have ended, and it may not. */
export type Change =
  /** A session; a server of an older version does not say whose. */
  | { readonly what: 'session'; readonly id: string; readonly userId: string | undefined }
  | { readonly what: 'user'; readonly id: string }
  /** A person has one session more. */
  | { readonly what: 'list'; readonly userId: string }
  /** Nothing is certain: not everything was heard. */
  | { readonly what: 'everything' }

export type Watcher = (change: Change) => void
