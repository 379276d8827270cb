/** The web app's pages: the server answers these paths with the app, and any other page with the app and 404. */
export const pages = { home: '/', login: '/login', devices: '/devices' } as const
