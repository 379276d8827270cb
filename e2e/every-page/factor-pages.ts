import { visitEnrolment, visitUse } from '../fixtures/factor-pages.ts'
import { test } from '../fixtures/test.ts'
import { checkTour } from '../fixtures/tour.ts'

// Without this, colours fade, and axe would check the colours in between.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

checkTour('adding second factors', visitEnrolment)
checkTour('using second factors', visitUse)
