import pages, { replacingModules } from './vitest.config.ts'

/** Tests that replace a module: each file gets a process of its own. */
export default {
  ...pages,
  test: { ...pages.test, name: 'web replaced', isolate: true, include: replacingModules, exclude: [] },
}
