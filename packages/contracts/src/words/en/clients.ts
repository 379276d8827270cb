/** What we call a browser or a program. */
export const clients = {
  browserOn: (browser: string, os: string) => `${browser} on ${os}`,
  aBrowserOn: (os: string) => `A browser on ${os}`,
  unknown: 'Unknown browser',
  program: 'API client',
  programOf: (client: string) => `API client (${client})`,
}
