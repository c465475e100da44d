import { mountPage } from '../../kernel/web/page.tsx';
import { StationScreen } from './station-screen.tsx';
import './screen.css';
import './commands.css';
import './work.css';

mountPage(<StationScreen />);
