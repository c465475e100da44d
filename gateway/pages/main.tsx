import { mountPage } from '../../kernel/web/page.tsx';
import { SitePage } from './site-page.tsx';
import './frame.css';
import './map.css';
import './lists.css';

mountPage(<SitePage />);
