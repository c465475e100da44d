import type { Catalog } from './en.ts';

export const es: Catalog = {
  signIn: 'Iniciar sesión',
  signInWhy: 'Este servicio solo responde a quienes tienen uno de sus tokens.',
  token: 'Token',
  showToken: 'Mostrar u ocultar el token',
  goOn: 'Continuar',
  noAnswer: ['El servicio no ha respondido.', 'Compruebe que funciona e inténtelo de nuevo.'],
  answered: 'El servicio ha respondido {status}.',
  problems: {
    REQUEST_INVALID: ['Los datos no tienen la forma esperada.', 'Corríjalos y envíelos de nuevo.'],
    BODY_TOO_LARGE: ['Es más de lo que el servicio acepta de una vez.', 'Envíelo en partes más pequeñas.'],
    MEDIA_TYPE_UNKNOWN: [
      'El servicio no lee aquí archivos de este tipo.',
      'Envíe un archivo del tipo esperado.',
    ],
    NOT_FOUND: ['No hay nada en esta dirección.', 'Compruebe la dirección y el número.'],
    NOT_SIGNED_IN: [
      'Nadie ha iniciado sesión, o el token no se conoce aquí.',
      'Inicie sesión con un token de la configuración de este servicio.',
    ],
    NOT_ALLOWED: [
      'Este token no lo permite.',
      'Inicie sesión con un token cuyo rol lo permita, desde una página de este servicio.',
    ],
    TOO_MANY_REQUESTS: ['Demasiadas peticiones en poco tiempo.', 'Espere un momento e inténtelo de nuevo.'],
    NOT_READY: [
      'Al servicio le falta algo que necesita para trabajar.',
      'Mire su estado y su registro; sigue por sí mismo en cuanto esté.',
    ],
    UNEXPECTED: [
      'Se ha producido un error en el programa.',
      'Compruebe lo que está contado y comunique el error con la hora.',
    ],
    STATION_STORAGE_FAILED: [
      'El puesto no puede guardar, así que no confirma nada.',
      'Libere espacio en el disco o repárelo; mire la pantalla antes de escanear de nuevo.',
    ],
    STATION_QUEUE_FULL: [
      'Demasiadas lecturas esperan a ser guardadas: esta no se ha tomado.',
      'Libere espacio en el disco o repárelo y escanee de nuevo.',
    ],
    ATTACHMENT_NOT_AN_IMAGE: ['No es una imagen PNG, JPEG, WebP o SVG.', 'Tome la imagen de nuevo.'],
    ATTACHMENT_NOT_WANTED: [
      'Ahora no se pide ni foto ni firma; no se ha guardado nada.',
      'Mire la pantalla: dice cuándo se pide.',
    ],
    ATTACHMENT_UNKNOWN: ['Esa foto o firma no está en este puesto.', 'Pregunte al puesto que la comunicó.'],
    ENROLMENT_CODE_UNKNOWN: [
      'El código de un solo uso no se conoce.',
      'Compárelo con la invitación o pida una nueva.',
    ],
    ENROLMENT_CODE_USED: ['El código de un solo uso ya se ha usado.', 'Pida una invitación nueva.'],
    ENROLMENT_CODE_EXPIRED: ['El código de un solo uso ha caducado.', 'Pida una invitación nueva.'],
    ORDER_UNKNOWN: [
      'No hay ningún pedido con este número.',
      'Revise el número o búsquelo en la lista de pedidos.',
    ],
    INVOICE_UNKNOWN: [
      'No hay ninguna factura con este número.',
      'Revise el número o búsquela en la lista de facturas.',
    ],
    EXCEPTION_UNKNOWN: [
      'Esta incidencia no existe o ya no: puede haber llegado lo que faltaba.',
      'Vuelva a cargar la lista de incidencias.',
    ],
    TOO_MANY_LISTENERS: [
      'Ya hay demasiadas páginas que se actualizan en vivo.',
      'Cierre algunas o inténtelo más tarde.',
    ],
    DATABASE_UNAVAILABLE: [
      'La base de datos no responde; nada ha cambiado.',
      'Inténtelo dentro de un rato. Si sigue así, haga revisar la base de datos.',
    ],
    COMMIT_UNKNOWN: [
      'La base de datos se perdió al guardar: nadie sabe si quedó guardado.',
      'Envíe otra vez exactamente lo mismo: lo que ya está guardado no cambia.',
    ],
  },
};
