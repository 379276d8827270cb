import { visitReturn, visitUndoing } from '../fixtures/return-pages.ts'
import { test } from '../fixtures/test.ts'
import { checkTour } from '../fixtures/tour.ts'

// Without this, colours fade, and axe would check the colours in between.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

checkTour('taking something back', visitUndoing)
checkTour('coming back', visitReturn)
