/**
 * Tells password managers whose password a form is about. A real input that does not show: they ignore one of type "hidden". People with
 * screen readers read the address elsewhere, or know it.
 */
export const UsernameInput = ({ form, address }: { form: string; address: string }) => (
  <input
    type="text"
    id={`${form}-username`}
    name="username"
    autoComplete="username"
    value={address}
    readOnly
    tabIndex={-1}
    aria-hidden="true"
    className="sr-only"
  />
)
