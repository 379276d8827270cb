import { lazyRouteComponent } from '@tanstack/react-router'
import { patientImport } from './patient-import.ts'

/** A page that is loaded when somebody goes there. */
export const lazyPage = <Module extends Record<string, unknown>, Name extends keyof Module & string>(
  load: () => Promise<Module>,
  name: Name,
) => lazyRouteComponent(() => patientImport(load), name)
