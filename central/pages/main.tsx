import { mountPage } from '../../kernel/web/page.tsx';
import { CentralPages } from './central-pages.tsx';
import './shell.css';
import './journey.css';
import './proof.css';

mountPage(<CentralPages />);
