import { image as ofApi } from './build.ts'
import { must, type Ran, run } from './machine.ts'

/** As compose.yaml confines each container. Its network is the private loopback of this run, on which the names of compose.yaml lead here. */
const confined = [
  ...['--network=host', '--add-host=postgres:127.0.0.1', '--add-host=mail:127.0.0.1'],
  ...['--read-only', '--read-only-tmpfs=false', '--cap-drop=all', '--security-opt=no-new-privileges'],
]

const volumes = (mounts: Readonly<Record<string, string>>) =>
  Object.entries(mounts).flatMap(([folder, inside]) => ['--volume', `${folder}:${inside}`])

export interface Container {
  readonly mounts: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  readonly flags?: readonly string[]
  readonly command: readonly string[]
  /** That of the API, unless another one is given. */
  readonly image?: string
}

const argumentsOf = ({ mounts, environment = {}, flags = [], command, image = ofApi }: Container) => [
  ...confined,
  ...volumes(mounts),
  ...Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`),
  ...flags,
  image,
  ...command,
]

/** Runs a container to its end, and removes it. `input` is what it reads. */
export const runContainer = (container: Container, input = ''): Promise<Ran> =>
  run('podman', ['run', '--rm', '--interactive', ...argumentsOf(container)], input)

export const startContainer = (name: string, container: Container): Promise<string> =>
  must('podman', ['run', '--detach', '--name', name, ...argumentsOf(container)])

export const exec = (name: string, command: readonly string[], input = ''): Promise<Ran> =>
  run('podman', ['exec', '--interactive', name, ...command], input)

export const stop = (name: string): Promise<string> => must('podman', ['stop', '--time', '15', name])
export const start = (name: string): Promise<string> => must('podman', ['start', name])
export const remove = (name: string): Promise<Ran> => run('podman', ['rm', '--force', '--ignore', '--time', '0', name])

/** One fact of a container or image, by a template of podman. */
export const inspect = async (name: string, template: string): Promise<string> =>
  (await must('podman', ['inspect', '--format', template, name])).trim()
