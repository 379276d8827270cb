import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Without this the browser cannot use a passkey, and no button may promise it. */
export const hasPasskeys = (): boolean => typeof PublicKeyCredential === 'function'

/** Whether this browser can use passkeys. The page that was rendered beforehand says yes, as nearly all browsers do. */
export const usePasskeySupport = (): boolean => useSyncExternalStore(never, hasPasskeys, () => true)
