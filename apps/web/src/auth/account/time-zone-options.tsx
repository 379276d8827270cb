/** Every time zone that the browser knows. `saved` stays in the list even if the browser does not know it. */
export function TimeZoneOptions({ saved }: { saved: string }) {
  const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', saved])].sort()
  return zones.map(zone => (
    // The names of the database, as in other systems: a person types the first letters of the region.
    <option key={zone} value={zone} translate="no">
      {zone.replaceAll('_', ' ')}
    </option>
  ))
}
