import { startTemplate, type TestTemplate } from '@latchkey/database/testing'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    template: TestTemplate
  }
}

let stop: () => Promise<void>

/** One Postgres server and one migrated template for the whole run. */
export async function setup(project: TestProject): Promise<void> {
  const started = await startTemplate()
  stop = started.stop
  project.provide('template', started.template)
}

export const teardown = () => stop()
