// All words of the viewer. A number stands in the place of each #.

// What the words are for, in the order in which each language has them.
function names() {
  return (
    'pages previous page of next zoom smaller fit larger search query hits none previousHit nextHit download close ' +
    'loading failed locked wrong unlock pageNumber'
  ).split(' ');
}

function languages() {
  return {
    en: [
      'Pages', 'Previous page', 'Page', 'of #', 'Next page', 'Size', 'Smaller', 'Fit the width', 'Larger',
      'Search in the document', 'Search for', '# of #', 'Not found', 'Previous hit', 'Next hit', 'Download',
      'Close the document', 'Opening the document …', 'The document can’t be shown here. You can download it.',
      'This document asks for a password.', 'This is not the password.', 'Open', 'Page #',
    ],
    de: [
      'Seiten', 'Vorige Seite', 'Seite', 'von #', 'Nächste Seite', 'Größe', 'Kleiner', 'An die Breite anpassen', 'Größer',
      'Im Dokument suchen', 'Suchen nach', '# von #', 'Nicht gefunden', 'Voriger Treffer', 'Nächster Treffer', 'Herunterladen',
      'Dokument schließen', 'Das Dokument wird geöffnet …',
      'Das Dokument kann hier nicht gezeigt werden. Sie können es herunterladen.', 'Dieses Dokument verlangt ein Passwort.',
      'Das ist nicht das Passwort.', 'Öffnen', 'Seite #',
    ],
    fr: [
      'Pages', 'Page précédente', 'Page', 'sur #', 'Page suivante', 'Taille', 'Réduire', 'Ajuster à la largeur', 'Agrandir',
      'Rechercher dans le document', 'Rechercher', '# sur #', 'Introuvable', 'Résultat précédent', 'Résultat suivant',
      'Télécharger', 'Fermer le document', 'Ouverture du document…',
      'Le document ne peut pas être affiché ici. Vous pouvez le télécharger.', 'Ce document demande un mot de passe.',
      'Ce n’est pas le mot de passe.', 'Ouvrir', 'Page #',
    ],
    es: [
      'Páginas', 'Página anterior', 'Página', 'de #', 'Página siguiente', 'Tamaño', 'Reducir', 'Ajustar al ancho', 'Ampliar',
      'Buscar en el documento', 'Buscar', '# de #', 'No encontrado', 'Resultado anterior', 'Resultado siguiente', 'Descargar',
      'Cerrar el documento', 'Abriendo el documento…', 'El documento no se puede mostrar aquí. Puede descargarlo.',
      'Este documento pide una contraseña.', 'Esa no es la contraseña.', 'Abrir', 'Página #',
    ],
    ja: [
      'ページ', '前のページ', 'ページ', '/ #', '次のページ', '表示サイズ', '縮小', '幅に合わせる', '拡大', '資料内を検索', '検索', '# / #', '見つかりません', '前の一致', '次の一致',
      'ダウンロード', '資料を閉じる', '資料を開いています…', 'この資料はここでは表示できません。ダウンロードできます。', 'この資料にはパスワードが必要です。', 'パスワードが違います。', '開く', '#ページ',
    ],
    ar: [
      'الصفحات', 'الصفحة السابقة', 'الصفحة', 'من #', 'الصفحة التالية', 'الحجم', 'تصغير', 'ملاءمة العرض', 'تكبير',
      'البحث في المستند', 'البحث عن', '# من #', 'لم يُعثر عليه', 'النتيجة السابقة', 'النتيجة التالية', 'تنزيل', 'إغلاق المستند',
      'جارٍ فتح المستند…', 'لا يمكن عرض المستند هنا. يمكنك تنزيله.', 'يطلب هذا المستند كلمة مرور.', 'كلمة المرور غير صحيحة.',
      'فتح', 'الصفحة #',
    ],
  };
}

// In the language of the chat around, or the first that this browser's person reads.
function allWords() {
  const all = languages(), wanted = element ? [parent.document.documentElement.lang] : navigator.languages;
  const language = wanted.map((tag) => tag.split('-')[0]).find((tag) => all[tag]) || 'en';
  Object.assign(root, { lang: language, dir: language === 'ar' ? 'rtl' : 'ltr' });
  return Object.fromEntries(names().map((name, at) => [name, all[language][at]]));
}

function say() {
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = words[element.dataset.text];
  for (const element of document.querySelectorAll('[data-label]')) {
    element.ariaLabel = words[element.dataset.label];
    if (element.matches('button, a')) element.title = element.ariaLabel;
  }
}
