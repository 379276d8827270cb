import { registerHooks } from 'node:module'

const named = new Set<string>()

/** For `--import`: prints every module outside this project that a process loads. */
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(resolved.url) ?? []
    if (name !== undefined && !named.has(name)) process.stderr.write(`loads ${name}\n`)
    if (name !== undefined) named.add(name)
    return resolved
  },
})
