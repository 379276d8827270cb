/** Something that has changed: it may have ended, or not. */
export type Change =
  /** A session. A server of an older version does not send the user. */
  | { readonly what: 'session'; readonly id: string; readonly userId: string | undefined }
  | { readonly what: 'user'; readonly id: string }
  /** A user has a new session. */
  | { readonly what: 'list'; readonly userId: string }
  /** Anything may have changed: announcements may have been missed. */
  | { readonly what: 'everything' }

export type Watcher = (change: Change) => void
