import { createRoot } from 'react-dom/client'
import { Gallery } from './gallery.tsx'
import 'virtual:brand.css'
import '../src/styles.css'
import './gallery.css'

const root = document.getElementById('app')
if (root) createRoot(root).render(<Gallery />)
