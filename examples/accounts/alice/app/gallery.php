<?php
function render_gallery(string $name): string
{
    $files = glob(__DIR__ . "/../photos/$name/*.jpg");
    return implode('', array_map(fn($f) => '<figure>' . basename($f) . '</figure>', $files));
}
