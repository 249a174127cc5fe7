// A module without a name: it gets that of the file that was asked for.
define(() => 'Dover');
