import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const compressible = /\.(js|css|html|svg|txt)$/

/** Writes a .br and a .gz beside each text file of the build, at the best quality, so that no request pays for it. */
export function precompress(): Plugin {
  let folder = ''
  return {
    name: 'latchkey:precompress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir)
    },
    // Files from public/ are copied outside the bundle, so the folder is walked rather than the bundle.
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler(error) {
        if (error) return
        const files = await readdir(folder, { recursive: true, withFileTypes: true })
        const paths = files.filter(file => file.isFile() && compressible.test(file.name))
        await Promise.all(paths.map(file => compress(join(file.parentPath, file.name))))
      },
    },
  }
}

async function compress(path: string) {
  const content = await readFile(path)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params }))
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }))
}
