/** What we call a browser or a program. */
export const clients = {
  /** The system, or the model where it says more: "Safari on iPhone". */
  browserOn: (browser: string, os: string) => `${browser} on ${os}`,
  aBrowserOn: (os: string) => `A browser on ${os}`,
  unknown: 'Unknown browser',
  program: 'API client',
  programOf: (client: string) => `API client (${client})`,
  botOf: (client: string) => `Automated browser (${client})`,
}
