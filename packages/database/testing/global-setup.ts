import type { TestProject } from 'vitest/node'
import { startTemplate, type TestTemplate } from '../src/testing.ts'

declare module 'vitest' {
  interface ProvidedContext {
    template: TestTemplate
  }
}

let stop: () => Promise<void>

/** One Postgres server and one migrated template for all tests of a project. */
export async function setup(project: TestProject): Promise<void> {
  const started = await startTemplate()
  stop = started.stop
  project.provide('template', started.template)
}

export const teardown = () => stop()
