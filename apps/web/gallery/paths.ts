/** The addresses of the gallery. Only Vite's own server knows them. */
export const galleryPath = '/dev/brand'
export const framePath = '/dev/brand/frame'
