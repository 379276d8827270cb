/** Where root keeps what another user must reach although the checkout is closed to them. It survives a reboot. */
export const SYSTEM_DIRECTORY = '/var/lib/latchkey'
